package io.syncjobs.server.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.syncjobs.server.support.QuickStart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs programs in separate virtual machines until they end. */
final class Jvm {

  private Jvm() {}

  /** Runs a program and returns the words after the mark in the first output line that begins with it. */
  static List<String> run(String mark, Class<?> main, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(QuickStart.java());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return output
        .lines()
        .filter(line -> line.startsWith(mark))
        .findFirst()
        .map(line -> List.of(line.substring(mark.length()).split(" ", -1)))
        .orElseThrow(() -> new IllegalStateException(output));
  }
}
