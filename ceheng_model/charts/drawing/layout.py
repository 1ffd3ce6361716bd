"""Make room beside the axes for what is written there, in one measuring."""

from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.transforms import Bbox

_START = Bbox([(0.125, 0.11), (0.9, 0.88)])
"""Where axes stand in a new figure."""


class OnePass(ConstrainedLayoutEngine):
    """Place the only axes of a figure after measuring once; lay out others as matplotlib does, which measures twice.

    The second time would move axes by less than a dot: of what stands beside these, next to nothing grows with them.
    """

    def execute(self, fig: Figure) -> None:
        """Place the axes inside the rectangle, so that nothing of theirs reaches over its edges."""
        ax = fig.axes[0] if self._is_alone(fig) else None
        if ax is not None:
            # measured from one place, a second layout gives the same as the first
            ax.set_position(_START)
        tight = None if ax is None else ax.get_tightbbox(for_layout_only=True)
        if ax is None or tight is None:
            super().execute(fig)
            return
        wide, high = fig.bbox.size
        left, bottom, width, height = self.get()["rect"]
        across, up = self.get()["w_pad"] * fig.dpi / wide, self.get()["h_pad"] * fig.dpi / high
        own = ax.get_window_extent()
        low = (left + across + (own.x0 - tight.x0) / wide, bottom + up + (own.y0 - tight.y0) / high)
        top = (left + width - across - (tight.x1 - own.x1) / wide, bottom + height - up - (tight.y1 - own.y1) / high)
        # where words leave no room for the axes, matplotlib has something to say
        if low[0] < top[0] and low[1] < top[1]:
            ax.set_position(Bbox([low, top]))
        else:
            super().execute(fig)

    @staticmethod
    def _is_alone(fig: Figure) -> bool:
        beside = [*fig.subfigs, *fig.legends, *fig.texts]
        return len(fig.axes) == 1 and not beside and fig.axes[0].get_aspect() == "auto"
