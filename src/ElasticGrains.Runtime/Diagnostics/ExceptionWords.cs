using System.Collections;
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
        var isWhole = Add(error, text);
        return Excerpt.Of(text.ToString(), MostStack, isWhole);
    }

    /// <summary>True when an exception is so large that it must not cross a connection as it is.</summary>
    public static bool IsOversized(Exception error) =>
        Read(error, it => it.Message).Length > MostMessage || Read(error, it => it.StackTrace ?? "").Length > MostStack || !IsDataSmall(error);

    /// <summary>False also for data that are no texts: they may be of any size, and of types that the other side does not have.</summary>
    private static bool IsDataSmall(Exception error)
    {
        try
        {
            var length = 0;
            foreach (DictionaryEntry entry in error.Data)
            {
                if (entry.Key is not string key || entry.Value is not (string or null) || (length += key.Length + ((entry.Value as string)?.Length ?? 0)) > MostMessage)
                {
                    return false;
                }
            }

            return true;
        }
#pragma warning disable CA1031 // Virtual, as those below.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    // As Exception.ToString does it, but with an end. False when something was left out.
    private static bool Add(Exception error, StringBuilder text)
    {
        var message = Read(error, it => it.Message);
        var isWhole = message.Length <= MostMessage;
        text.Append(TypeOf(error)).Append(": ").Append(Excerpt.Of(message, MostMessage));
        IReadOnlyList<Exception> causes = error is AggregateException many ? many.InnerExceptions : error.InnerException is { } inner ? [inner] : [];
        foreach (var cause in causes)
        {
            if (text.Length > MostStack)
            {
                return false;
            }

            text.Append(Environment.NewLine).Append(" ---> ");
            isWhole &= Add(cause, text);
            text.Append(Environment.NewLine).Append("   --- End of inner exception stack trace ---");
        }

        var stack = Read(error, it => it.StackTrace ?? "");
        if (text.Length > MostStack)
        {
            return isWhole && stack.Length == 0;
        }

        text.Append(Environment.NewLine).Append(Excerpt.Of(stack, MostStack));
        return isWhole && stack.Length <= MostStack;
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
