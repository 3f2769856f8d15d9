"""Puts the worked cases of the rules, which lie with the other fixtures, into the package for `gouji explain`."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

CASES = Path("fixtures/rules")


class Build(build_py):
    """The modules and data as pyproject.toml has them, and the cases as auditor/cases."""

    def run(self):
        super().run()
        if not self.editable_mode:
            target = Path(self.build_lib, "auditor", "cases")
            self.mkpath(str(target))
            for case in sorted(CASES.glob("*.yml")):
                self.copy_file(str(case), str(target / case.name))


setup(cmdclass={"build_py": Build})
