package example;

class Parallel3Test extends Isolation {}
