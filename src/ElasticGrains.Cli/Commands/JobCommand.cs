using System.CommandLine;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg job …</c>: reads ledgers directly; a finished job and a live one look the same.</summary>
internal static class JobCommand
{
    public static Command Create() => new("job", "Submit jobs to a cluster; look at jobs, finished or running, and cancel them.")
    {
        JobSubmitCommand.Create(),
        JobListCommand.Create(),
        JobDescribeCommand.Create(),
        JobWhyCommand.Create(),
        JobResultsCommand.Create(),
        JobReceiptCommand.Create(),
        JobTailCommand.Create(),
        JobLogsCommand.Create(),
        JobCancelCommand.Create(),
        JobRetryCommand.Create(),
        JobPurgeCommand.Create(),
    };

    internal static Argument<string[]> Ids() => new("ID") { Description = "Ids of jobs, as 'eg job list' shows them.", Arity = ArgumentArity.ZeroOrMore };

    internal static Argument<string> Id() => new("ID") { Description = "The job's id, as 'eg job list' shows it." };
}
