package io.syncjobs.client.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Javadoc of everything public, the generated models included: its presence, its syntax and its links. Tags for every parameter and result
 * aren't required, as many would repeat the description.
 */
class DocumentationTest {

  private static final List<Path> SOURCES =
      List.of(Path.of("src/main/java"), Path.of("target/generated-sources/openapi/src/main/java"));

  private static final Pattern MISSING_TAG = Pattern.compile(": no @(param|return|throws)\\b");

  private static Stream<Path> classesIn(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("module-info.java"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> faults(List<Path> sources, Path output) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(found, Locale.ENGLISH, null)) {
      compiler
          .getTask(
              null,
              files,
              found,
              List.of(
                  "-proc:none",
                  "-Xdoclint:all/protected",
                  "-Xdoclint/package:-io.syncjobs.client.internal,-io.syncjobs.client.internal.*",
                  "-Xmaxwarns",
                  "10000",
                  "-d",
                  output.toString(),
                  "-cp",
                  System.getProperty("java.class.path")),
              null,
              files.getJavaFileObjectsFromPaths(sources))
          .call();
    }
    return found.getDiagnostics().stream()
        .filter(each -> each.getSource() != null)
        .map(each -> each.getSource().getName() + ":" + each.getLineNumber() + ": " + message(each))
        .filter(text -> !MISSING_TAG.matcher(text).find())
        .toList();
  }

  private static String message(Diagnostic<?> diagnostic) {
    return diagnostic.getMessage(Locale.ENGLISH);
  }

  @Test
  void everythingPublicHasSoundJavadoc(@TempDir Path folder) throws IOException {
    assertThat(faults(SOURCES.stream().flatMap(DocumentationTest::classesIn).toList(), folder))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "void bare();",
        "/** A {@link Nowhere}. */ void bare();",
        "/** A <b>tag that stays open. */ void bare();",
        "/** A parameter.\n @param other of another method */ void bare(int own);"
      })
  void findsFaults(String member, @TempDir Path folder) throws IOException {
    Path source = folder.resolve("Bare.java");
    Files.writeString(source, "/** A class. */ public interface Bare { " + member + " }");

    assertThat(faults(List.of(source), folder)).hasSize(1);
  }
}
