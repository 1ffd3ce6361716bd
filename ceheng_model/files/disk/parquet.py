"""Write a long table as Parquet, block by block, whole or not at all."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, Self

from numpy.typing import NDArray

from ceheng_model.errors import NOTHING, Fault, OutputError
from ceheng_model.files.disk.part_file import Part, Written
from ceheng_model.files.disk.whole_file import told
from ceheng_model.vocabulary import Text

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

Block = Mapping[str, Sequence[Any] | NDArray[Any]]
"""Columns of one block by name: arrays or sequences of one length."""


class ParquetBlocks:
    """Collect blocks of rows in a temporary file that takes its place when the ``with`` block ends well.

    Each block becomes one row group. Leaving the ``with`` block by any exception, an interrupt
    included, removes what was written and leaves what stood at `path` before.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with ParquetBlocks(folder / "income.parquet", metadata={"scenario": "plan"}) as blocks:
    ...     blocks.write({"region": ["520001", "520002"], "level": [36510.0, 31200.5]})
    >>> sorted(path.name for path in folder.iterdir())
    ['income.parquet']

    Raises `OutputError` for a path that cannot be written and where pyarrow is not installed.
    """

    def __init__(self, path: Path | str, *, metadata: Mapping[str, str]) -> None:
        """Take the path and what the file says about itself."""
        self.path = Path(path)
        self.metadata = dict(metadata)
        self.written = Written(path=self.path)
        self._part: Part | None = None
        self._writer: ParquetWriter | None = None
        self._schema: pa.Schema | None = None

    def __enter__(self) -> Self:
        """Make sure that the file can be written, before anything is computed."""
        _pyarrow(self.path)
        with told(self.path):
            self._part = Part(self.path)
        return self

    def write(self, block: Block) -> None:
        """Append one block; names and types of the columns are those of the first block, NaN is null."""
        pa = _pyarrow(self.path)
        from pyarrow import parquet

        assert self._part is not None, "write inside the with block"
        assert self._schema is None or list(block) == self._schema.names, "the blocks of a file have the same columns"
        columns = {
            name: pa.array(column, from_pandas=True)
            if getattr(getattr(column, "dtype", None), "kind", "") == "f"
            else column
            for name, column in block.items()
        }
        table = pa.table(columns, schema=self._schema)
        with told(self.path):
            if self._writer is None:
                self._schema = table.schema.with_metadata(self.metadata)
                self._writer = parquet.ParquetWriter(self._part.path, self._schema)
            self._writer.write_table(table, row_group_size=max(1, table.num_rows))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the file in its place, or remove it after an exception."""
        assert self._part is not None
        # what went wrong inside the with block says more than that the file cannot be closed either
        try:
            with told(self.path) if kind is None else suppress(OSError):
                if self._writer is not None:
                    self._writer.close()
                if kind is None:
                    assert self._writer is not None, "a file has at least one block"
                    self.written = self._part.put()
        finally:
            self._part.drop()


def _pyarrow(path: Path) -> ModuleType:
    try:
        import pyarrow as pa
    except ImportError as error:
        raise OutputError(
            Fault(
                what=Text("写 Parquet 文件所用的 pyarrow", "pyarrow, which writes Parquet files,"),
                rule=Text("已安装", "be installed"),
                got=NOTHING,
                way_out=Text.same('pip install "ceheng-model[parquet]"'),
                place=Text.same(path),
            )
        ) from error
    return pa
