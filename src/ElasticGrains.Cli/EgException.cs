namespace ElasticGrains.Cli;

/// <summary>An expected end of a command: one line for the user and an exit code.</summary>
internal sealed class EgException(ExitCode exitCode, string message, Exception? cause = null) : Exception(message, cause)
{
    public ExitCode ExitCode => exitCode;

    public static EgException Usage(string message) => new(ExitCode.Usage, message);

    public static EgException Refused(string message) => new(ExitCode.Refused, message);
}
