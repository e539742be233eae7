"""The wheel, in an empty environment of the core alone: it judges, makes a dataset, weighs little.

It judges a release, and does in an empty folder what the tutorial says, but for the site.

`python -m tests.wheel [PYTHON…]` builds the wheel, makes an environment with each Python (without
one named: this one, and 3.13 where it is found), and says what it saw. It is no test of pytest,
because it installs; `make check-wheel` calls it.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.test_tutorial import walk

ROOT = Path(__file__).parent.parent
RELEASE = "datapackage/releases/2.0.0"
JUDGED = f"import pressmark; print(pressmark.validate({RELEASE!r}).valid)"
FINDING = "import sys; print('%d.%d.%d' % sys.version_info[:3])"
MEGABYTE = 1_000_000
MOST, MOST_BARE = 397, 337
"""What the environment may weigh in megabytes: as pip made it; without pip and bytecode."""
BARE_OF = ("__pycache__", "pip", "setuptools", "pkg_resources", "_distutils_hack")


def run(words: list[str]) -> str:
    """Run a command in the checkout and give what it printed; it must succeed."""
    answer = subprocess.run(words, cwd=ROOT, check=False, capture_output=True, text=True)
    if answer.returncode:
        sys.exit(f"{' '.join(words)}\n{answer.stdout}{answer.stderr}")
    return answer.stdout.strip()


def pythons() -> list[str]:
    """Name this Python, and 3.13 where one is found: on the path, or kept by pyenv."""
    found = [shutil.which("python3.13")]
    if pyenv := shutil.which("pyenv"):
        prefix = subprocess.run(
            [pyenv, "prefix", "3.13"], capture_output=True, check=False, text=True
        )
        found.append(f"{prefix.stdout.strip()}/bin/python3.13")
    runs = (name for name in found if name and answers(name))
    return [sys.executable, *list(runs)[:1]]


def answers(python: str) -> bool:
    """Whether a Python runs; pyenv leaves names on the path that do not."""
    if not Path(python).is_file():
        return False
    return subprocess.run([python, "-c", FINDING], capture_output=True, check=False).returncode == 0


def weight(folder: Path, *, bare: bool = False) -> float:
    """Give what the files of an environment weigh, in megabytes; `bare`: without pip, bytecode."""
    total = 0
    for place, folders, names in os.walk(folder):
        if bare:
            folders[:] = [name for name in folders if name not in BARE_OF]
        paths = (Path(place) / name for name in names)
        total += sum(path.stat().st_size for path in paths if not path.is_symlink())
    return total / MEGABYTE


def constraints(folder: Path) -> Path:
    """Write down the pinned versions, which pip takes for what the wheel asks for."""
    pins = re.findall(
        r"^\S+==\S+(?: ;[^\\\n]*)?", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE
    )
    path = folder / "constraints.txt"
    path.write_text("\n".join(pins) + "\n", "utf-8")
    return path


def try_wheel(python: str, wheel: Path, folder: Path) -> list[str]:
    """Install the wheel with one Python and say what is wrong with it."""
    version = run([python, "-c", FINDING])
    place = folder / version
    run([python, "-m", "venv", str(place)])
    own = str(place / "bin" / "python")
    run(
        [
            own,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--constraint",
            str(constraints(folder)),
            str(wheel),
        ]
    )
    valid = run([own, "-c", JUDGED])
    wrong = walked(own, folder / f"walk-{version}")
    whole, bare = weight(place), weight(place, bare=True)
    print(  # noqa: T201 - it is what this command is for
        f"Python {version}: {RELEASE} valid: {valid}; {whole:.0f} MB, {bare:.0f} MB bare"
    )
    if valid != "True":
        wrong.append(f"Python {version} does not judge {RELEASE} valid")
    if whole > MOST or bare > MOST_BARE:
        wrong.append(f"Python {version}: more than {MOST} MB, or {MOST_BARE} MB bare")
    return wrong


def walked(python: str, folder: Path) -> list[str]:
    """Do what the tutorial says in an empty folder, and say what of it is not so."""
    folder.mkdir()
    try:
        walk(folder, python, serves=False)
    except AssertionError as error:
        return [f"the tutorial: {error}"]
    return []


def main(words: list[str]) -> None:
    """Try the wheel with each Python; end with 1 and the faults where there are any."""
    with tempfile.TemporaryDirectory(prefix="wheel-") as name:
        folder = Path(name)
        run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)])
        wheel = next(folder.glob("*.whl"))
        wrong = [each for python in words or pythons() for each in try_wheel(python, wheel, folder)]
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main(sys.argv[1:])
