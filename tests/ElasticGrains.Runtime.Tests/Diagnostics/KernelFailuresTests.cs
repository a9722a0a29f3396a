using ElasticGrains.Diagnostics;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Runtime.Diagnostics;

namespace ElasticGrains.Runtime.Tests.Diagnostics;

public sealed class KernelFailuresTests
{
    [Theory]
    [InlineData("1234", 4, "1234")]
    [InlineData("12345", 4, "1234… (1 character cut)")]
    [InlineData("1234567", 4, "1234… (3 characters cut)")]
    [InlineData("123🚀45", 4, "123… (4 characters cut)")]
    [InlineData("", 4, "")]
    public void Excerpt_OfAText_SaysHowMuchIsCut(string text, int most, string kept) => Assert.Equal(kept, Excerpt.Of(text, most));

    [Fact]
    public void Failure_OfALongMessage_KeepsItsBeginningAndTheAdvice()
    {
        var failure = KernelFailures.Of(new InvalidOperationException(new string('x', 1_000_000)), "k", "in items [0, 1)");

        Assert.Equal(
            $"Kernel 'k' threw InvalidOperationException in items [0, 1): {new string('x', 4096)}… (995,904 characters cut) "
            + "(Its stack is recorded with the failure; mend the kernel and submit a new job.)",
            failure.Message);
        Assert.Null(failure.RemoteStack);
    }

    [Fact]
    public void Failure_OfAnInput_HasTheKernelsOwnWordsCut()
    {
        var failure = KernelFailures.Of(new KernelInputException(new string('x', 5000)), "k", "");

        Assert.Equal((FailureFault.Input, new string('x', 4096) + "… (904 characters cut)"), (failure.Fault, failure.Message));
    }

    [Fact]
    public void Failure_WithCauses_NamesThemAllInOrder()
    {
        var failure = KernelFailures.Of(
            new InvalidOperationException("outside", new AggregateException("several", new TimeoutException("late"), Caught(new InvalidDataException("bad")))), "k", "");

        var stack = failure.RemoteStack!;
        var at = new[] { "System.InvalidOperationException: outside", " ---> System.AggregateException: several", " ---> System.TimeoutException: late", " ---> System.IO.InvalidDataException: bad" }
            .Select(part => stack.IndexOf(part, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, at);
        Assert.Equal(at.Order(), at);
        Assert.Contains(nameof(Caught), stack, StringComparison.Ordinal);
    }

    [Fact]
    public void Failure_WithCausesWithoutEnd_HasAnEnd()
    {
        Exception error = new InvalidOperationException("first");
        for (var i = 0; i < 100_000; i++)
        {
            error = new InvalidOperationException("next", error);
        }

        var stack = KernelFailures.Of(error, "k", "").RemoteStack!;
        Assert.InRange(stack.Length, 16_384, 16_384 + 100);
        Assert.Matches(@"… \(at least [\d,]+ characters cut\)$", stack);
    }

    [Fact]
    public void Failure_WithCausesThatAreAllRead_SaysHowMuchIsCut()
    {
        Exception error = new InvalidOperationException(new string('x', 4000));
        for (var i = 0; i < 4; i++)
        {
            error = new InvalidOperationException(new string('x', 4000), error);
        }

        Assert.Matches(@"… \([\d,]+ characters cut\)$", KernelFailures.Of(error, "k", "").RemoteStack!);
    }

    [Fact]
    public void Failure_WhoseMessageThrows_SaysSo()
    {
        var failure = KernelFailures.Of(new MuteException(), "k", "in items [0, 1)");

        Assert.Contains("threw MuteException in items [0, 1): (it could not be asked: NotSupportedException)", failure.Message, StringComparison.Ordinal);
        Assert.Equal("kernel", failure.Kind);
    }

    private static Exception Caught(Exception error)
    {
        try
        {
            throw error;
        }
        catch (Exception caught) when (caught == error)
        {
            return caught;
        }
    }

#pragma warning disable CA1064, CA1032 // A user's exception need not be public, nor have all constructors.
    private sealed class MuteException : Exception
    {
        public override string Message => throw new NotSupportedException();
    }
#pragma warning restore CA1064, CA1032
}
