using ElasticGrains.Client;
using ElasticGrains.Kernels.MonteCarlo;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class WrongTypesTests
{
    private const string Right = "PiResult answer = await (await grid.SubmitAsync(new PiKernel(), new PiInput(1000))).ResultAsync();";

    [Fact]
    public void Submission_OfTheRightTypes_Compiles() => Assert.Empty(Errors(Right));

    [Theory]
    [InlineData("await grid.SubmitAsync(new PiKernel(), new OptionInput());")]
    [InlineData("await grid.SubmitAsync(new PiKernel(), 1000L);")]
    [InlineData("OptionResult answer = await (await grid.SubmitAsync(new PiKernel(), new PiInput(1000))).ResultAsync();")]
    public void Submission_OfWrongTypes_DoesNotCompile(string statement)
    {
        var error = Assert.Single(Errors(statement));
        Assert.Contains(error.Id, new[] { "CS0411", "CS1503", "CS0029", "CS0266" });
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
