using System.Data.Common;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;

namespace ElasticGrains.Runtime.Tests.Diagnostics;

public sealed class PortableFailureTests
{
    [Fact]
    public void PortableOf_AFailureOfTheDatabaseThatPasses_IsWhatCallersTryAgainAfter() =>
        Assert.Equal("no connection is left", Assert.IsType<LedgerUnavailableException>(PortableFailureFilter.PortableOf(new DriverException("no connection is left", isTransient: true))).Message);

    [Fact]
    public void PortableOf_AnUnavailableLedger_LosesItsCause() =>
        Assert.Null(Assert.IsType<LedgerUnavailableException>(PortableFailureFilter.PortableOf(new LedgerUnavailableException("away", new DriverException("why", isTransient: true)))).InnerException);

    [Fact]
    public void PortableOf_AnotherFailureOfTheDatabase_KeepsItsWordsAndType() =>
        Assert.Equal(
            "no such column (DriverException)", Assert.IsType<InvalidOperationException>(PortableFailureFilter.PortableOf(new DriverException("no such column", isTransient: false))).Message);

    private sealed class DriverException(string message, bool isTransient) : DbException(message)
    {
        public override bool IsTransient => isTransient;
    }
}
