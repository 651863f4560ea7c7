package io.syncjobs.client.packaging;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javassist.bytecode.AccessFlag;
import javassist.bytecode.AttributeInfo;
import javassist.bytecode.ClassFile;
import javassist.bytecode.FieldInfo;
import javassist.bytecode.InnerClassesAttribute;
import javassist.bytecode.MethodInfo;
import javassist.bytecode.SignatureAttribute;

/**
 * Text form of a public API: a line for each class, field and method, with the names of class files. Comparing two APIs needs no code, so a jar
 * of classes without code can be generated from it.
 */
final class ApiListing {

  private static final int LISTED = Modifier.PUBLIC
      | Modifier.PROTECTED
      | Modifier.STATIC
      | Modifier.FINAL
      | Modifier.ABSTRACT
      | Modifier.INTERFACE;
  private static final Map<String, Integer> FLAGS = Map.of(
      "public", Modifier.PUBLIC,
      "protected", Modifier.PROTECTED,
      "static", Modifier.STATIC,
      "final", Modifier.FINAL,
      "abstract", Modifier.ABSTRACT,
      "interface", Modifier.INTERFACE);

  private ApiListing() {}

  /** Lists the public API of some packages. */
  static List<String> of(Path classes, List<String> packages) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String each : packages) {
      List<Path> files;
      try (Stream<Path> found = Files.list(classes.resolve(each.replace('.', '/')))) {
        files =
            found.filter(file -> file.toString().endsWith(".class")).sorted().toList();
      }
      for (Path file : files) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
          list(new ClassFile(in), lines);
        }
      }
    }
    return lines;
  }

  private static void list(ClassFile type, List<String> lines) {
    if (!isOpen(type.getAccessFlags()) || isHidden(type)) {
      return;
    }
    lines.add(String.join(
        " ",
        "class",
        modifiers(type.getAccessFlags()),
        type.getName(),
        type.getSuperclass(),
        type.getInterfaces().length == 0 ? "-" : String.join(",", type.getInterfaces()),
        signature(type.getAttribute(SignatureAttribute.tag))));
    List<String> members = new ArrayList<>();
    for (FieldInfo field : type.getFields()) {
      if (isOpen(field.getAccessFlags())) {
        members.add(String.join(
            " ",
            "  field",
            modifiers(field.getAccessFlags()),
            field.getName(),
            field.getDescriptor(),
            signature(field.getAttribute(SignatureAttribute.tag))));
      }
    }
    for (MethodInfo method : type.getMethods()) {
      if (isOpen(method.getAccessFlags())) {
        members.add(String.join(
            " ",
            "  method",
            modifiers(method.getAccessFlags()),
            method.getName(),
            method.getDescriptor(),
            signature(method.getAttribute(SignatureAttribute.tag))));
      }
    }
    members.stream().sorted().forEach(lines::add);
  }

  /** Recognizes private nested classes, whose own flags don't say so. */
  private static boolean isHidden(ClassFile type) {
    InnerClassesAttribute inner =
        (InnerClassesAttribute) type.getAttribute(InnerClassesAttribute.tag);
    int place = inner == null ? -1 : inner.find(type.getName());
    return inner != null && place >= 0 && !isOpen(inner.accessFlags(place));
  }

  private static boolean isOpen(int flags) {
    return (flags & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
        && (flags & AccessFlag.SYNTHETIC) == 0;
  }

  private static String modifiers(int flags) {
    return Modifier.toString(flags & LISTED).replace(' ', ',');
  }

  private static String signature(AttributeInfo signature) {
    return signature == null ? "-" : ((SignatureAttribute) signature).getSignature();
  }

  /** Generates a jar of classes without code from a listing. */
  static byte[] jar(List<String> lines) throws IOException {
    List<ClassFile> types = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.strip().split(" ");
      int flags = Stream.of(words[1].split(",")).mapToInt(FLAGS::get).sum();
      if (words[0].equals("class")) {
        ClassFile type = new ClassFile((flags & Modifier.INTERFACE) != 0, words[2], words[3]);
        type.setAccessFlags(flags | AccessFlag.SUPER);
        type.setInterfaces(words[4].equals("-") ? new String[0] : words[4].split(","));
        if (!words[5].equals("-")) {
          type.addAttribute(new SignatureAttribute(type.getConstPool(), words[5]));
        }
        types.add(type);
      } else {
        add(types.get(types.size() - 1), words, flags);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      for (ClassFile type : types) {
        jar.putNextEntry(new ZipEntry(type.getName().replace('.', '/') + ".class"));
        DataOutputStream out = new DataOutputStream(jar);
        type.write(out);
        out.flush();
        jar.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static void add(ClassFile type, String[] words, int flags) throws IOException {
    SignatureAttribute signature =
        words[4].equals("-") ? null : new SignatureAttribute(type.getConstPool(), words[4]);
    try {
      if (words[0].equals("field")) {
        FieldInfo field = new FieldInfo(type.getConstPool(), words[2], words[3]);
        field.setAccessFlags(flags);
        if (signature != null) {
          field.addAttribute(signature);
        }
        type.addField(field);
      } else {
        MethodInfo method = new MethodInfo(type.getConstPool(), words[2], words[3]);
        method.setAccessFlags(flags);
        if (signature != null) {
          method.addAttribute(signature);
        }
        type.addMethod(method);
      }
    } catch (javassist.CannotCompileException e) {
      throw new IOException("The listing has a duplicate: " + String.join(" ", words), e);
    }
  }
}
