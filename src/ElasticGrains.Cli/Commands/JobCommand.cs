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
        JobResultsCommand.Create(),
        JobReceiptCommand.Create(),
        JobTailCommand.Create(),
        JobLogsCommand.Create(),
        JobCancelCommand.Create(),
        JobRetryCommand.Create(),
        JobPurgeCommand.Create(),
    };

    internal static Argument<string[]> Ids() => new("ID") { Description = "Ids of jobs, as 'eg job list' shows them.", Arity = ArgumentArity.ZeroOrMore };

    /// <exception cref="EgException">Neither an id nor a filter is given: nobody means all jobs by saying nothing.</exception>
    internal static void NeedOne(JobFilterOptions filter, ParseResult parse)
    {
        if (filter.IsEmpty(parse))
        {
            throw EgException.Usage("which jobs? Give an id, or a filter: --tag KEY=VALUE, --phase PHASE, --older-than TIME.");
        }
    }

    /// <exception cref="EgException">Both an id and a filter are given.</exception>
    internal static void RefuseBoth(JobFilterOptions filter, ParseResult parse)
    {
        if (!filter.IsEmpty(parse))
        {
            throw EgException.Usage("give ids or a filter, not both.");
        }
    }

    internal static Argument<string> Id() => new("ID") { Description = "The job's id, as 'eg job list' shows it." };
}
