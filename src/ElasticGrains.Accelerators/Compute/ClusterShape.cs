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
        var (ofPoints, ofCentroids) = ((long)Points * Dimensions, (long)Clusters * Dimensions);
        if (Points < 0 || Dimensions < 0 || Clusters < 1 || (points, centroids, labels) != (ofPoints, ofCentroids, Points))
        {
            throw new ArgumentException(
                $"{Points} points and {Clusters} centroids of {Dimensions} dimensions take {ofPoints}, {ofCentroids} and {Points} numbers, at least one centroid and no length below 0; there are {points}, {centroids} and {labels}.");
        }
    }
}
