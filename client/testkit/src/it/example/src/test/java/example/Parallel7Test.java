package example;

class Parallel7Test extends Isolation {}
