package example;

class Parallel4Test extends Isolation {}
