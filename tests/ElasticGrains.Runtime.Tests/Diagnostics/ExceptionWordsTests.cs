using System.Collections;
using ElasticGrains.Runtime.Diagnostics;

namespace ElasticGrains.Runtime.Tests.Diagnostics;

public sealed class ExceptionWordsTests
{
    public static TheoryData<object, object?, bool> Data => new()
    {
        { "key", "text", false },
        { "key", null, false },
        { "key", new string('x', 5000), true },
        { new string('x', 5000), "text", true },
        { "key", new object(), true },
        { 7, "text", true },
    };

    [Theory]
    [MemberData(nameof(Data))]
    public void Exception_WithData_IsOversizedWhenTheyAreLargeOrNoTexts(object key, object? value, bool isOversized) =>
        Assert.Equal(isOversized, ExceptionWords.IsOversized(new InvalidOperationException("short") { Data = { [key] = value } }));

    [Fact]
    public void Exception_WithManySmallData_IsOversized()
    {
        var error = new InvalidOperationException("short");
        for (var i = 0; i < 1000; i++)
        {
            error.Data[$"key {i}"] = "text";
        }

        Assert.True(ExceptionWords.IsOversized(error));
    }

    [Fact]
    public void Exception_WhoseDataCannotBeRead_IsOversized() => Assert.True(ExceptionWords.IsOversized(new SecretiveException()));

#pragma warning disable CA1064, CA1032 // A user's exception need not be public, nor have all constructors.
    private sealed class SecretiveException : Exception
    {
        public override IDictionary Data => throw new NotSupportedException();
    }
#pragma warning restore CA1064, CA1032
}
