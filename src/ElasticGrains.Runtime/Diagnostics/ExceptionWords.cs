using System.Text;
using ElasticGrains.Diagnostics;

namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>
/// What an exception of a user says, cut to a length that travels: it goes through several messages, into several rows, and comes with every
/// look at its job. Reading it may run user code, and that may throw, too.
/// </summary>
internal static class ExceptionWords
{
    /// <summary>The most characters of a message; as many as of a line of a kernel's log.</summary>
    public const int MostMessage = 4096;

    /// <summary>The most characters of a stack with its causes: about a hundred and fifty frames.</summary>
    public const int MostStack = 16_384;

    private const int MostTypeName = 512;

    /// <summary>The message.</summary>
    public static string MessageOf(Exception error) => Excerpt.Of(Read(error, it => it.Message), MostMessage);

    /// <summary>The type's full name.</summary>
    public static string TypeOf(Exception error) => Excerpt.Of(error.GetType().FullName ?? error.GetType().Name, MostTypeName);

    /// <summary>The stack; of an exception with a cause also those of its causes, with their types and messages. Null when there is none.</summary>
    public static string? StackOf(Exception error)
    {
        if (error.InnerException is null)
        {
            return Read(error, it => it.StackTrace ?? "") is { Length: > 0 } stack ? Excerpt.Of(stack, MostStack) : null;
        }

        var text = new StringBuilder();
        Add(error, text);
        return Excerpt.Of(text.ToString(), MostStack);
    }

    /// <summary>True when an exception is so large that it must not cross a connection as it is.</summary>
    public static bool IsOversized(Exception error) =>
        Read(error, it => it.Message).Length > MostMessage || Read(error, it => it.StackTrace ?? "").Length > MostStack || error.Data.Count > 0;

    // As Exception.ToString does it, but with an end.
    private static void Add(Exception error, StringBuilder text)
    {
        text.Append(TypeOf(error)).Append(": ").Append(MessageOf(error));
        foreach (var cause in error is AggregateException many ? many.InnerExceptions : Enumerable.Repeat(error.InnerException, 1).OfType<Exception>())
        {
            if (text.Length > MostStack)
            {
                return;
            }

            text.Append(Environment.NewLine).Append(" ---> ");
            Add(cause, text);
            text.Append(Environment.NewLine).Append("   --- End of inner exception stack trace ---");
        }

        if (text.Length <= MostStack)
        {
            text.Append(Environment.NewLine).Append(Excerpt.Of(Read(error, it => it.StackTrace ?? ""), MostStack));
        }
    }

    private static string Read(Exception error, Func<Exception, string> part)
    {
        try
        {
            return part(error) ?? "";
        }
#pragma warning disable CA1031 // Both are virtual: what a user's exception throws when it is asked must not hide that it was thrown.
        catch (Exception second)
#pragma warning restore CA1031
        {
            return $"(it could not be asked: {second.GetType().Name})";
        }
    }
}
