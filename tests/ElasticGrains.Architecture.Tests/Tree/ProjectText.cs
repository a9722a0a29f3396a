using System.Xml.Linq;

namespace ElasticGrains.Architecture.Tests.Tree;

/// <summary>What the rules ask of a project file.</summary>
public static class ProjectText
{
    /// <summary>The names of the projects it references.</summary>
    public static IEnumerable<string> Projects(TextFile project) =>
        Includes(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

    /// <summary>The names of the packages it references.</summary>
    public static IEnumerable<string> Packages(TextFile project) => Includes(project, "PackageReference");

    private static IEnumerable<string> Includes(TextFile project, string element)
    {
        ArgumentNullException.ThrowIfNull(project);
        return XDocument.Parse(project.Text).Descendants(element).Select(item => (string?)item.Attribute("Include")).OfType<string>();
    }
}
