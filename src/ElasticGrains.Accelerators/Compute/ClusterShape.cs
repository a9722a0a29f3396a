namespace ElasticGrains.Accelerators.Compute;

/// <summary>How many points there are, of how many dimensions, and how many centroids.</summary>
/// <param name="Points">The points.</param>
/// <param name="Dimensions">The dimensions of each.</param>
/// <param name="Clusters">The centroids, at least one.</param>
public readonly record struct ClusterShape(int Points, int Dimensions, int Clusters)
{
    /// <summary>Subtractions, multiplications and additions.</summary>
    public double Operations => 3.0 * Points * Dimensions * Clusters;

    internal void Check(int points, int centroids, int labels)
    {
        if (Clusters < 1 || (points, centroids, labels) != (Points * Dimensions, Clusters * Dimensions, Points))
        {
            throw new ArgumentException(
                $"{Points} points and {Clusters} centroids of {Dimensions} dimensions take {Points * Dimensions}, {Clusters * Dimensions} and {Points} numbers, and at least one centroid; there are {points}, {centroids} and {labels}.");
        }
    }
}
