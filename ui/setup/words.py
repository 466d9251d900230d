"""What the steps are called."""

from PySide6.QtCore import QCoreApplication

from ui.setup.view_model import Step


def step_title(step: Step) -> str:
    """In a list."""
    tr = QCoreApplication.translate
    return {
        Step.LANGUAGE: tr("SetupWizard", "Language"),
        Step.CAMERA: tr("SetupWizard", "Camera"),
        Step.SCANNER: tr("SetupWizard", "Scanner"),
        Step.SERVER: tr("SetupWizard", "Server"),
        Step.DATABASE: tr("SetupWizard", "Database"),
        Step.ERP: tr("SetupWizard", "ERP"),
        Step.SUMMARY: tr("SetupWizard", "Summary"),
    }[step]


def step_asks(step: Step) -> str:
    """What is to be done on its page, in one sentence."""
    tr = QCoreApplication.translate
    return {
        Step.LANGUAGE: tr("SetupWizard", "Choose the language."),
        Step.CAMERA: tr("SetupWizard", "Choose the camera above the bench."),
        Step.SCANNER: tr("SetupWizard", "Let the station learn its scanner."),
        Step.SERVER: tr("SetupWizard", "Where is the inference server?"),
        Step.DATABASE: tr("SetupWizard", "Where is the factory's database?"),
        Step.ERP: tr("SetupWizard", "Where is the ERP?"),
        Step.SUMMARY: tr("SetupWizard", "Is all of this right?"),
    }[step]
