using ElasticGrains.Inputs;
using ElasticGrains.Testing.Ledger;

namespace ElasticGrains.Storage.Tests.Ledger;

public sealed class InMemoryUploadsTests : UploadStoreContract
{
    protected override Task<IUploadStore> OpenAsync() => Task.FromResult<IUploadStore>(new InMemoryUploads(Time));

    protected override Task CloseAsync() => Task.CompletedTask;
}
