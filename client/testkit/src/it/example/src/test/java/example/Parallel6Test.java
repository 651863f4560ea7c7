package example;

class Parallel6Test extends Isolation {}
