package io.syncjobs.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts with the archive of an earlier run. A small program stands for the server, since Java treats all alike. */
class QuickStartTest {

  private static final Path JAVA = Path.of(System.getProperty("java.home"));
  private static final String CLASS = Program.class.getName();

  @TempDir
  private Path folder;

  private Path cache;
  private QuickStart start;

  /** The program. */
  static final class Program {

    private Program() {}

    /** Is loaded from the archive or from the jar, and does nothing else. */
    public static void main(String[] arguments) {}
  }

  @BeforeEach
  void packTheProgram() throws IOException {
    cache = folder.resolve("cache");
    start = new QuickStart(pack("program.jar", ""), cache, JAVA);
  }

  private URL pack(String name, String comment) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, CLASS);
    Path jar = folder.resolve(name);
    String file = CLASS.replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest);
        InputStream in = QuickStartTest.class.getResourceAsStream("/" + file)) {
      entries.setComment(comment);
      entries.putNextEntry(new ZipEntry(file));
      Objects.requireNonNull(in).transferTo(entries);
      entries.closeEntry();
    }
    return jar.toUri().toURL();
  }

  private static Process run(List<String> command) throws IOException {
    List<String> logging = new ArrayList<>(command);
    logging.add(logging.indexOf("-jar"), "-Xlog:class+load");
    return new ProcessBuilder(logging).redirectErrorStream(true).start();
  }

  /** Waits until a run has ended, and tells whether it used an archive. */
  private static boolean usesArchive(Process run) throws IOException, InterruptedException {
    String output = new String(run.getInputStream().readAllBytes(), UTF_8);
    assertThat(run.waitFor()).as(output).isZero();
    // With the ahead-of-time cache, a second Java follows, which makes the archive.
    String loaded = output
        .lines()
        .filter(line -> line.contains(CLASS + " source: "))
        .findFirst()
        .orElseThrow();
    return loaded.contains(" source: shared objects file");
  }

  private boolean usesArchive() throws IOException, InterruptedException {
    return usesArchive(run(start.toCommand()));
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files
          .filter(FileSystems.getDefault().getPathMatcher("glob:**/classes-*")::matches)
          .toList();
    }
  }

  private static void overwrite(Path archive, long from, byte... bytes) throws IOException {
    assertThat(archive.toFile().setWritable(true)).isTrue();
    try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
      file.seek(from);
      file.write(bytes);
    }
  }

  @Test
  void laterRunsUseTheArchiveOfTheFirst() throws Exception {
    assertThat(usesArchive()).isFalse();
    assertThat(usesArchive()).isTrue();
    assertThat(archives()).hasSize(1);
  }

  @Test
  void anArchiveThatWasHalfWrittenIsMadeAnew() throws Exception {
    usesArchive();
    Path archive = archives().get(0);
    overwrite(archive, 0, new byte[4096]); // Java writes its beginning last.

    assertThat(usesArchive()).isFalse();
    assertThat(usesArchive()).isTrue();

    Files.setLastModifiedTime(archive, FileTime.fromMillis(0)); // It was left long ago.
    assertThat(start.toCommand()).contains("-XX:+VerifySharedSpaces");
    assertThat(archives()).hasSize(1).doesNotContain(archive);
  }

  @Test
  void aDamagedArchiveDoesNotHinderAStart() throws Exception {
    usesArchive();
    Path archive = archives().get(0);
    long length = Files.size(archive);
    overwrite(archive, 8192, new byte[(int) (length - 8192)]);

    assertThat(usesArchive()).isFalse();

    overwrite(archive, 4, new byte[] {1, 2, 3, 4});

    assertThat(usesArchive()).isFalse();
  }

  @Test
  void runsAtTheSameTimeMakeArchivesThatAllCanUse() throws Exception {
    List<String> one = start.toCommand();
    Path copy = Path.of(one.get(one.size() - 1));
    FileTime time = Files.getLastModifiedTime(copy);
    Files.delete(copy); // The other run has not seen it either.
    List<String> other = start.toCommand();
    assertThat(Files.getLastModifiedTime(copy)).isEqualTo(time);
    Process first = run(one);
    Process second = run(other);

    assertThat(usesArchive(first)).isFalse();
    assertThat(usesArchive(second)).isFalse();
    assertThat(archives()).hasSize(2);
    for (Path archive : archives()) {
      Files.setLastModifiedTime(archive, FileTime.fromMillis(0));
    }
    assertThat(usesArchive()).isTrue();
    assertThat(archives()).hasSize(1);
  }

  @Test
  void otherJarsAndOtherJavasHaveArchivesOfTheirOwn() throws Exception {
    usesArchive();
    String archive = archives().get(0).toString();
    Path otherJava = JAVA.resolve("bin").resolve("..");

    assertThat(start.toCommand()).anyMatch(option -> option.endsWith(archive));
    assertThat(new QuickStart(start.jar(), cache, otherJava).toCommand())
        .noneMatch(option -> option.endsWith(archive));
    assertThat(new QuickStart(pack("other.jar", "other"), cache, JAVA).toCommand())
        .noneMatch(option -> option.endsWith(archive));
  }
}
