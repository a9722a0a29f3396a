using System.Data.Common;
using ElasticGrains.Ledger;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>
/// An exception that leaves this silo keeps its words and loses its cause: the cause may be of a type that the other side does not have,
/// such as a database driver's, and a call that fails must not fail for that. Of words that are too many for a message the first are kept.
/// </summary>
internal sealed class PortableFailureFilter(ILogger<PortableFailureFilter> logger) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception error) when (!IsPortable(error))
        {
            Log.CallFailed(logger, error, context.InterfaceName, context.MethodName);
            throw PortableOf(error);
        }
    }

    /// <summary>
    /// What the other side can read. A failure of the database that passes by itself also comes from Orleans' own tables, unknown to our ledger: a silo that is asked where
    /// a grain is may have to read who is a member first.
    /// </summary>
    internal static Exception PortableOf(Exception error)
    {
        var message = ExceptionWords.MessageOf(error);
        return error is LedgerUnavailableException or DbException { IsTransient: true }
            ? new LedgerUnavailableException(message)
            : new InvalidOperationException($"{message} ({error.GetType().Name})");
    }

    private static bool IsPortable(Exception? error) => error is null || (HasPortableType(error) && !ExceptionWords.IsOversized(error) && IsPortable(error.InnerException));

    private static bool HasPortableType(Exception error) =>
        error.GetType().Assembly == typeof(object).Assembly
        || error.GetType().FullName!.StartsWith("Orleans.", StringComparison.Ordinal)
        || error.GetType().IsDefined(typeof(GenerateSerializerAttribute), inherit: false);
}
