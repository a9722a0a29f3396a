namespace ElasticGrains.Accelerators.Compute;

/// <summary>The shape of a matrix product: [rows × inner] · [inner × columns].</summary>
/// <param name="Rows">Rows of the left and of the product.</param>
/// <param name="Inner">Columns of the left, rows of the right.</param>
/// <param name="Columns">Columns of the right and of the product.</param>
public readonly record struct MatrixShape(int Rows, int Inner, int Columns)
{
    /// <summary>Multiplications and additions.</summary>
    public double Operations => 2.0 * Rows * Inner * Columns;

    internal void Check(int left, int right, int product)
    {
        var (ofLeft, ofRight, ofProduct) = ((long)Rows * Inner, (long)Inner * Columns, (long)Rows * Columns);
        if (Rows < 0 || Inner < 0 || Columns < 0 || (left, right, product) != (ofLeft, ofRight, ofProduct))
        {
            throw new ArgumentException(
                $"[{Rows} × {Inner}] · [{Inner} × {Columns}] takes {ofLeft}, {ofRight} and {ofProduct} numbers, and no length below 0; there are {left}, {right} and {product}.");
        }
    }
}
