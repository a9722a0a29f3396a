using ElasticGrains.Client;
using ElasticGrains.Kernels.MonteCarlo;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class WrongTypesTests
{
    private const string Right = "PiResult answer = await (await grid.SubmitAsync(new PiKernel(), new PiInput { Samples = 1000 })).ResultAsync();";

    [Fact]
    public void Submission_OfTheRightTypes_Compiles() => Assert.Empty(Errors(Right));

    [Theory]
    [InlineData("await grid.SubmitAsync(new PiKernel(), new OptionInput { Paths = 2 });")]
    [InlineData("await grid.SubmitAsync(new PiKernel(), 1000L);")]
    [InlineData("OptionResult answer = await (await grid.SubmitAsync(new PiKernel(), new PiInput { Samples = 1000 })).ResultAsync();")]
    public void Submission_OfWrongTypes_DoesNotCompile(string statement)
    {
        // "Cannot convert" from an argument's type, or to the answer's.
        Assert.All(Errors(statement), error => Assert.Contains(error.Id, new[] { "CS1503", "CS0029" }));
        Assert.NotEmpty(Errors(statement));
    }

    private static Diagnostic[] Errors(string statement)
    {
        var source = $$"""
            using System.Threading.Tasks;
            using ElasticGrains.Client;
            using ElasticGrains.Kernels.MonteCarlo;
            class Program
            {
                static async Task RunAsync(IGrid grid)
                {
                    {{statement}}
                }
            }
            """;
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(File.Exists);
        var ours = new[] { typeof(IGrid), typeof(PiKernel), typeof(ItemRange) }.Select(type => type.Assembly.Location);
        var compilation = CSharpCompilation.Create(
            "Snippet",
            [CSharpSyntaxTree.ParseText(source)],
            platform.Concat(ours).Distinct().Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return [.. compilation.GetDiagnostics().Where(found => found.Severity == DiagnosticSeverity.Error)];
    }
}
