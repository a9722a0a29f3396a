using ElasticGrains.Ledger;
using ElasticGrains.Testing.Ledger;

namespace ElasticGrains.Storage.Tests.Ledger;

public sealed class InMemoryJobLedgerTests : JobLedgerContract
{
    protected override Task<IJobLedger> OpenAsync() => Task.FromResult<IJobLedger>(new InMemoryJobLedger(TimeProvider.System));

    protected override Task CloseAsync() => Task.CompletedTask;
}
