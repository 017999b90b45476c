/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.anchorage.driver.serve.http.Asked;
import org.anchorage.driver.serve.http.Refusal;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * Fields that do not come as JSON: in the query, or as parts of a form. They have the names that
 * they have in JSON. Texts are taken as they are, everything else is written as in JSON.
 */
final class Form {

  private static final Set<String> TEXTS = Set.of("id", "where", "class", "split", "text");
  private static final String IMAGE = "image";

  /** The body is in memory already, and bounded. */
  private static final MultiPartConfig IN_MEMORY =
      new MultiPartConfig.Builder()
          .maxParts(32)
          .maxSize(-1)
          .maxPartSize(-1)
          .maxMemoryPartSize(-1)
          .useFilesForPartsWithoutFileName(false)
          .build();

  private final ObjectNode fields = JsonNodeFactory.instance.objectNode();
  private final Asked asked;

  /** Begins with the fields of the query. */
  private Form(Asked asked) {
    this.asked = asked;
    asked.query().forEach((name, values) -> values.forEach(value -> add(name, value)));
  }

  /** Reads the fields of the query alone. */
  static ObjectNode query(Asked asked) {
    return new Form(asked).fields;
  }

  /** Reads the fields of the query, with an image that is the body. */
  static ObjectNode image(Asked asked) {
    Form form = new Form(asked);
    form.refuseTwice(IMAGE);
    form.fields.put(IMAGE, asked.body());
    return form.fields;
  }

  /**
   * Reads the fields of the query and the parts of a form.
   *
   * @throws Refusal if the body is not {@code multipart/form-data}
   */
  static ObjectNode parts(Asked asked) {
    Form form = new Form(asked);
    // The parts are copies.
    asked.memory().take(asked.body().length);
    try (MultiPartFormData.Parts parts =
        MultiPartFormData.getParts(
            Content.Source.from(ByteBuffer.wrap(asked.body())),
            new Attributes.Mapped(),
            asked.contentType(),
            IN_MEMORY)) {
      for (MultiPart.Part part : parts) {
        form.add(part);
      }
      return form.fields;
    } catch (Refusal e) {
      throw e;
    } catch (RuntimeException | java.io.IOException e) {
      throw broken();
    }
  }

  private static Refusal broken() {
    return Refusal.of(
        "bad_form",
        "The body is not multipart/form-data that can be read; send the image as part 'image'");
  }

  private void add(MultiPart.Part part) throws java.io.IOException {
    String name = part.getName();
    if (IMAGE.equals(name)) {
      ByteBuffer bytes = Content.Source.asByteBuffer(part.getContentSource());
      byte[] image = new byte[bytes.remaining()];
      bytes.get(image);
      refuseTwice(name);
      fields.put(IMAGE, image);
    } else {
      add(name == null ? "" : name, text(name, part));
    }
  }

  private static String text(@Nullable String name, MultiPart.Part part)
      throws java.io.IOException {
    ByteBuffer buffer = Content.Source.asByteBuffer(part.getContentSource());
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    @Nullable String type = part.getHeaders().get(HttpHeader.CONTENT_TYPE);
    @Nullable String charset = type == null ? null : MimeTypes.getCharsetFromContentType(type);
    return Utf8.text(
        "The part '" + name + "'",
        bytes,
        charset == null ? StandardCharsets.UTF_8 : Charset.forName(charset));
  }

  private void add(String name, String value) {
    refuseTwice(name);
    JsonNode read = TEXTS.contains(name) ? null : read(value);
    if (read == null || read.isMissingNode()) {
      fields.put(name, value);
    } else {
      fields.set(name, read);
    }
  }

  private @Nullable JsonNode read(String value) {
    JsonCost.take(value, asked.memory());
    return Json.value(value);
  }

  private void refuseTwice(String name) {
    if (fields.has(name)) {
      throw Refusal.of("repeated_field", "'" + name + "' is given twice; give it once");
    }
  }
}
