using System.Text;
using ElasticGrains.Embedded;
using ElasticGrains.Inputs;
using ElasticGrains.Kernels.Text;

namespace ElasticGrains.Runtime.Tests.Inputs;

/// <summary>Inputs of a state directory from one grid to the next.</summary>
public sealed class UploadRestartTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("eg-uploads-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Start_OnTheDirectoryOfAnEarlierGrid_HasItsInputs()
    {
        FileManifest? manifest = null;
        for (var life = 0; life < 3; life++)
        {
            await using var grid = await EmbeddedGrid.StartAsync(builder => builder.AddKernel<WordCountKernel>().StateDirectory = _directory.FullName);
            if (life == 0)
            {
                await grid.Inputs.PutAsync("corpus", new MemoryStream(Words(1000)));
            }

            manifest ??= await grid.Inputs.ResolveAsync("grid://corpus");
            var job = await grid.SubmitAsync(new WordCountKernel(), new WordCountInput { Files = manifest, Top = 1 + life });
            Assert.Equal(1000, (await job.ResultAsync()).Words);
        }
    }

    [Fact]
    public async Task Start_AfterTheTimeOfAnInput_StillHasItUntilTheGridEnds()
    {
        var found = new List<bool>();
        foreach (var days in new[] { 0, 8, 8 })
        {
            await using var grid = await EmbeddedGrid.StartAsync(builder =>
            {
                builder.AddKernel<WordCountKernel>().StateDirectory = _directory.FullName;
                builder.Time = new Later(TimeSpan.FromDays(days));
            });
            if (days == 0)
            {
                await grid.Inputs.PutAsync("corpus", new MemoryStream(Words(10)));
            }

            found.Add(await grid.Inputs.FindAsync("corpus") is not null);
        }

        Assert.Equal([true, true, false], found);
    }

    private static byte[] Words(int words) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("elastic ", words)));

    private sealed class Later(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
