package example;

class Parallel2Test extends Isolation {}
