"""Long paths follow from year to year: the same shocks as the whole factor times the normals."""

import numpy as np
import pytest

from ceheng_model.ensemble.joint_paths import over_years, year_factor
from ceheng_model.ensemble.recurrence import LONG, recurrence_of
from ceheng_model.uncertainty.correlation import semidefinite_factor

YEARS, SIZE = 40, 3


def covariance_of(persistence: float, mean: float, years: int = YEARS) -> np.ndarray:
    """Fading shocks of three variables, and an error of the mean of two of them from the tenth year on."""
    numbers = np.random.default_rng(7)
    spread = numbers.normal(size=(SIZE, SIZE))
    common = spread @ spread.T * 1e-4
    marked = np.zeros((years, SIZE))
    marked[10:, :2] = mean
    return over_years(common, persistence, years) + (marked[:, :, None, None] * marked * common[:, None, :])


@pytest.mark.parametrize("persistence", [0.0, 0.5, 0.99, -0.99])
@pytest.mark.parametrize("mean", [0.0, 0.4])
def test_long_paths_are_those_of_the_whole_factor(persistence: float, mean: float) -> None:
    """Judged by the plain product with the factor."""
    factor = year_factor(covariance_of(persistence, mean))
    recurrence = recurrence_of(factor, YEARS)
    if not persistence and not mean:
        assert recurrence is None
        return
    assert recurrence is not None
    normals = np.random.default_rng(1).normal(size=(YEARS, SIZE, 50))
    shocks = np.empty_like(normals)
    recurrence.join(normals, shocks)
    expected = (factor @ normals.reshape(-1, 50)).reshape(shocks.shape)
    assert np.abs(shocks - expected).max() < 1e-10 * np.abs(expected).max()


def test_a_factor_that_follows_no_recurrence_has_none() -> None:
    """A factor of any other kind is multiplied as a whole, and so is a short one."""
    factor = np.tril(np.random.default_rng(3).normal(size=(YEARS * SIZE, YEARS * SIZE)))
    assert recurrence_of(factor, YEARS) is None
    assert recurrence_of(year_factor(covariance_of(0.5, 0.0, LONG)), LONG) is None


@pytest.mark.parametrize("missing", [0, 40])
def test_a_large_covariance_is_factored_in_panels(missing: int) -> None:
    """Judged by the product with itself, also where the matrix is singular, and by LAPACK where it is not."""
    spread = np.random.default_rng(5).normal(size=(200, 200 - missing))
    covariance = spread @ spread.T
    factor = semidefinite_factor(covariance)
    assert not np.triu(factor, 1).any()
    assert np.abs(factor @ factor.T - covariance).max() < 1e-9 * np.abs(covariance).max()
    if not missing:
        assert np.allclose(factor, np.linalg.cholesky(covariance), rtol=0, atol=1e-9)
