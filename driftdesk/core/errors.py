"""One tree of errors. Each says the problem (``message``) and the next step (``hint``).

::

    DriftDeskError
    ├── InputError                 what was asked for cannot be done as asked (exit code 2)
    │   ├── FileError              a file cannot be read as data
    │   ├── SchemaError            columns, kinds or roles do not fit
    │   ├── ParameterError         a parameter is out of its range
    │   │   └── ExpressionError    a filter or formula cannot be read, or does not fit the columns
    │   ├── NotFoundError          nothing has this name, number or id
    │   ├── ConflictError          someone else changed it first, or the name is taken
    │   └── TrashedError           it is in the trash: nothing is done with it until it is restored
    ├── StorageError               the database (exit code 1, as all below)
    │   ├── StorageFullError       its disk is full
    │   ├── DatabaseUnavailableError
    │   ├── AuthenticationError
    │   ├── UnsuitableServerError  a standalone server, too old, or no mongod binary
    │   ├── FormatError            the stored format is newer than this program
    │   └── CorruptDataError       a chunk or file does not match its hash
    ├── JobError
    │   ├── JobFailedError         a job that was waited for failed
    │   ├── JobCancelledError      raised inside a handler when the job is asked to stop
    │   ├── JobPausedError         raised inside a handler when a later attempt is to go on
    │   └── LeaseLostError         the worker's claim on the job was taken over: nothing may be written
    ├── TrainingError              a training cannot go on (one class, NaN loss, ...)
    │   └── OutOfMemoryError
    └── DetectionError             an external detection service
        ├── ServiceUnavailableError
        ├── ServiceRefusedError    it answered with an error
        └── ServiceAnswerError     it answered with something that cannot be understood
"""

from typing import ClassVar


class DriftDeskError(Exception):
    """The base: ``code`` is stable for scripts, ``message`` the problem, ``hint`` the next step."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(DriftDeskError):
    code = "bad_input"
    exit_code = 2


class FileError(InputError):
    code = "bad_file"


class SchemaError(InputError):
    code = "bad_schema"


class ParameterError(InputError):
    code = "bad_parameter"


class ExpressionError(ParameterError):
    """``position`` is where in the text, from 0."""

    code = "bad_expression"

    def __init__(self, message: str, hint: str = "", *, position: int = 0) -> None:
        super().__init__(message, hint)
        self.position = position


class NotFoundError(InputError):
    code = "not_found"


class ConflictError(InputError):
    code = "conflict"


class SourceUnavailableError(InputError):
    """Another database, from which something is to be imported, does not answer."""

    code = "source_unavailable"


class TrashedError(InputError):
    code = "in_trash"


class StorageError(DriftDeskError):
    code = "storage"


class StorageFullError(StorageError):
    code = "storage_full"


class DatabaseUnavailableError(StorageError):
    code = "database_unavailable"


class AuthenticationError(StorageError):
    code = "authentication_failed"


class UnsuitableServerError(StorageError):
    code = "unsuitable_server"


class FormatError(StorageError):
    code = "format_too_new"


class CorruptDataError(StorageError):
    code = "corrupt_data"


class JobError(DriftDeskError):
    code = "job"


class JobFailedError(JobError):
    """A job that was waited for failed; ``code`` is the cause's, so that scripts see the cause."""

    def __init__(self, message: str, hint: str = "", *, cause_code: str = "job_failed", cause_exit: int = 1):
        super().__init__(message, hint)
        self.cause_code = cause_code
        self.cause_exit = cause_exit


class JobCancelledError(JobError):
    code = "job_cancelled"


class JobPausedError(JobError):
    """The job is paused, or its worker stops: leave all as it is, so that the next attempt goes on from here."""

    code = "job_paused"


class LeaseLostError(JobError):
    code = "lease_lost"


class TrainingError(DriftDeskError):
    code = "training"


class OutOfMemoryError(TrainingError):
    """Memory was asked for and not given; nothing is broken."""

    code = "out_of_memory"


class DetectionError(DriftDeskError):
    code = "detection_service"


class ServiceUnavailableError(DetectionError):
    code = "service_unavailable"


class ServiceRefusedError(DetectionError):
    code = "service_refused"


class ServiceAnswerError(DetectionError):
    code = "service_answer"
