package example;

class Parallel1Test extends Isolation {}
