"""What holds for all tests: no test asserts a time, and a failure says how to repeat it."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "pressmark", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("pressmark")
