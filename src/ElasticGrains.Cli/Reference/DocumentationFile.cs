using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ElasticGrains.Cli.Reference;

/// <summary>What the comments in the code say of a property, from the files that the compiler writes beside the assemblies.</summary>
internal static partial class DocumentationFile
{
    /// <summary>The summary of a property as a document's text.</summary>
    /// <exception cref="EgException">The file is missing, or says nothing of it.</exception>
    public static string SummaryOf(PropertyInfo property)
    {
        var name = $"P:{property.DeclaringType!.FullName}.{property.Name}";
        var summary = Read(property.DeclaringType.Assembly).Descendants("member").FirstOrDefault(member => (string?)member.Attribute("name") == name)?.Element("summary");
        return summary is null
            ? throw new EgException(ExitCode.Failed, $"{property.DeclaringType.Name}.{property.Name} has no summary; write one.")
            : Spaces().Replace(string.Concat(summary.Nodes().Select(node => Text(node, property.DeclaringType))), " ").Trim();
    }

    private static XDocument Read(Assembly assembly)
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        return File.Exists(path) ? XDocument.Load(path) : throw new EgException(ExitCode.Failed, $"{path} is missing: this command runs in a clone, as './eg docs configuration'.");
    }

    private static string Text(XNode node, Type here) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => MarkdownTable.Code(code.Value),
        XElement { Name.LocalName: "see" } see when (string?)see.Attribute("cref") is { } reference => MarkdownTable.Code(NameOf(reference, here)),
        XElement other => other.Value,
        _ => "",
    };

    // Of a type its name, of another type's member that and its own.
    private static string NameOf(string reference, Type here)
    {
        var parts = reference[2..].Split('(')[0].Split('.');
        return reference[0] == 'T' || parts[^2] == here.Name ? parts[^1] : $"{parts[^2]}.{parts[^1]}";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
