package io.syncjobs.server.platform.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The order of commits, flushes and answers, as the kernel saw them: a server's system calls in the format of {@code strace -f -y -Y}. A commit is
 * durable once a flush of the write-ahead log has ended that began after the commit's last write. Whoever writes a commit must not answer or commit
 * again before that.
 */
final class CommitOrder {

  /** System calls that {@link #read} needs. */
  static final String CALLS = "pwrite64,fsync,fdatasync,fcntl,write,writev,sendto";

  /** Answers or commits, and how many of them came before the previous commit of their thread was durable. */
  record Count(int all, int early) {
    private Count plus(Count other) {
      return new Count(all + other.all, early + other.early);
    }
  }

  /**
   * What a trace shows.
   *
   * @param answers answers to writing requests, by their status
   * @param commits commits that follow another one of the same thread, by the beginning of the thread's name
   */
  record Seen(Map<Integer, Count> answers, Map<String, Count> commits) {}

  private static final Pattern LINE = Pattern.compile("(\\d+)<([^>]*)> (?:<\\.\\.\\. )?(\\w+)(.*)");
  private static final Pattern ANSWER = Pattern.compile("\"HTTP/1\\.1 (2\\d\\d) .*");
  private static final String LOG = "-wal>";
  /** The byte of the shared-memory file that SQLite's writer locks. */
  private static final String WRITER_UNLOCKS = "l_type=F_UNLCK, l_whence=SEEK_SET, l_start=120,";

  private static final class Worker {
    /** Position of the last write to the log that no answer or commit has followed yet. */
    private int written;

    private boolean inTransaction;
    private int flushBegan;
    private boolean writesLog;
  }

  private final Map<String, Worker> workers = new HashMap<>();
  private final Map<Integer, Count> answers = new TreeMap<>();
  private final Map<String, Count> commits = new TreeMap<>();
  private int position;
  /** Position up to which the log is on the disk. */
  private int durable;

  private CommitOrder() {}

  /** Reads a trace. */
  static Seen read(Path trace) {
    CommitOrder order = new CommitOrder();
    try (Stream<String> lines = Files.lines(trace)) {
      lines.forEach(order::accept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Seen(order.answers, order.commits);
  }

  private void accept(String line) {
    Matcher call = LINE.matcher(line);
    if (!call.matches()) {
      return;
    }
    position++;
    Worker worker = workers.computeIfAbsent(call.group(1), thread -> new Worker());
    String rest = call.group(4);
    boolean resumed = rest.startsWith(" resumed>");
    boolean ended = resumed || !rest.endsWith("<unfinished ...>");
    switch (call.group(3)) {
      case "pwrite64" ->
        written(worker, call.group(2), resumed ? worker.writesLog : isOnLog(rest), resumed, ended);
      case "fsync", "fdatasync" -> flushed(worker, resumed, ended, isOnLog(rest));
      case "fcntl" -> worker.inTransaction &= !rest.contains(WRITER_UNLOCKS);
      default -> answered(worker, rest);
    }
  }

  private static boolean isOnLog(String arguments) {
    return arguments.contains(LOG);
  }

  private void written(Worker worker, String name, boolean log, boolean resumed, boolean ended) {
    if (!log) {
      return;
    }
    if (!worker.inTransaction && !resumed) {
      if (worker.written > 0) {
        commits.merge(name.replaceAll("[^a-z]+.*", ""), count(worker), Count::plus);
      }
      worker.inTransaction = true;
    }
    worker.writesLog = !ended;
    worker.written = position;
  }

  private Count count(Worker worker) {
    return new Count(1, worker.written > durable ? 1 : 0);
  }

  private void flushed(Worker worker, boolean resumed, boolean ended, boolean log) {
    if (!resumed) {
      worker.flushBegan = log ? position : 0;
    }
    if (ended) {
      durable = Math.max(durable, worker.flushBegan);
    }
  }

  private void answered(Worker worker, String arguments) {
    int text = arguments.indexOf('"');
    Matcher answer = ANSWER.matcher(text < 0 ? "" : arguments.substring(text));
    if (answer.matches() && worker.written > 0) {
      answers.merge(Integer.valueOf(answer.group(1)), count(worker), Count::plus);
      worker.written = 0;
    }
  }
}
