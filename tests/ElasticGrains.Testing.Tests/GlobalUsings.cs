global using ElasticGrains.Kernels;
