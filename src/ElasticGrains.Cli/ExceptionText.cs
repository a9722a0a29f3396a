using ElasticGrains.Blocks;
using ElasticGrains.Client;
using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Local;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli;

/// <summary>The one place that knows how an exception reads to a user and which exit code it means.</summary>
internal static class ExceptionText
{
    public static (ExitCode ExitCode, string Text) Of(Exception error)
    {
        while (error is AggregateException { InnerExceptions.Count: 1 } aggregate)
        {
            error = aggregate.InnerExceptions[0];
        }

        return error switch
        {
            EgException expected => (expected.ExitCode, OneLine(expected.Message)),
            KernelInputException input => (ExitCode.Usage, OneLine(input.Message)),
            JobRefusedException refused => (ExitCode.Refused, OneLine(refused.Message)),
            UploadRefusedException refused => (ExitCode.Refused, OneLine(refused.Message)),
            OversizedException oversized => (ExitCode.Refused, OneLine(oversized.Message)),
            JobTakenOverException taken => (ExitCode.Refused, $"{OneLine(taken.Message)} This process stops."),
            JobFailedException failed => (ExitCode.Failed, OneLine(failed.Message)),
            DatabaseException database => (ExitCode.Refused, OneLine(database.Message)),
            GridUnreachableException unreachable => (ExitCode.Unreachable, OneLine(unreachable.Message)),
            ArgumentException argument => (ExitCode.Usage, OneLine(argument.Message)),
            StateDirectoryException state => (ExitCode.Refused, OneLine(state.Message)),
            KernelContractException broken => (ExitCode.Failed, OneLine(broken.Message)),
            BlockCorruptException corrupt => (ExitCode.Failed, OneLine(corrupt.Message)),
            LedgerUnavailableException unavailable => (ExitCode.Unreachable, OneLine(unavailable.Message)),
            OperationCanceledException => (ExitCode.Stopped, "stopped"),
            IOException or UnauthorizedAccessException => (ExitCode.Unreachable, OneLine(error.Message)),
            _ => (ExitCode.Failed, $"unexpected: {OneLine(error.Message)} ({error.GetType().Name}; --debug shows more)"),
        };
    }

    public static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
