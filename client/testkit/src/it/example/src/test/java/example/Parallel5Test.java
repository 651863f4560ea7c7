package example;

class Parallel5Test extends Isolation {}
