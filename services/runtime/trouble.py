"""Why the process cannot run; each text is a Chinese sentence for the person who started it."""


class CannotRun(Exception):
    """The process cannot run as asked; the CLI prints the text and exits with an error code."""


class BadSetting(CannotRun):
    """An environment variable says something that cannot be meant."""


class BadDataFolder(CannotRun):
    """The data folder cannot be made or written."""


class DataFolderBusy(CannotRun):
    """Another live process holds the data folder."""


class ServerFailed(CannotRun):
    """A server did not come up, or is not there."""
