package dev.dormouse.steps.text;

import dev.dormouse.plan.ErrorCode;
import dev.dormouse.plan.PipelineException;
import dev.dormouse.step.InputPort;
import dev.dormouse.step.Option;
import dev.dormouse.step.OptionType;
import dev.dormouse.step.OutputPort;
import dev.dormouse.step.Problem;
import dev.dormouse.step.Signature;
import dev.dormouse.step.Step;
import dev.dormouse.step.StepContext;
import dev.dormouse.step.Typing;
import dev.dormouse.steps.kind.Entry;
import dev.dormouse.steps.kind.PlainKind;
import dev.dormouse.steps.kind.Types;
import dev.dormouse.tensor.BytesTensor;
import dev.dormouse.tensor.Datatype;
import dev.dormouse.tensor.Tensor;
import dev.dormouse.tensor.TextTensor;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.List;

/** Reads byte strings as text of a charset; bytes that are no such text are an invalid input. */
final class DecodeText extends PlainKind {
    DecodeText() {
        super(new Entry(
                "decodeText",
                "Reads bytes as text.",
                List.of(Option.withDefault(
                        "charset", OptionType.TEXT, "UTF-8", "the IANA name of the charset, such as ISO-8859-1")),
                List.of(InputPort.required("bytes", "BYTES[...]", "the encoded texts")),
                List.of(new OutputPort("text", "STRING[...]", "the texts"))));
    }

    @Override
    public Signature signature(Typing typing) {
        String name = typing.options().string("charset");
        if (!isSupported(name)) {
            typing.problems()
                    .report(
                            Problem.Place.option("charset"),
                            Problem.Rule.OPTION,
                            "the charset '" + name + "' is not known",
                            "UTF-8, UTF-16, ISO-8859-1, windows-1252 and the other charsets of the Java platform are");
        }
        return Types.elementwise("text", typing.input("bytes").withDatatype(Datatype.STRING));
    }

    private static boolean isSupported(String name) {
        try {
            return Charset.isSupported(name);
        } catch (IllegalCharsetNameException e) {
            return false;
        }
    }

    @Override
    public Step open(StepContext context) {
        Charset charset = Charset.forName(context.options().string("charset"));
        return inputs -> new Tensor[] {decode((BytesTensor) inputs[0], charset)};
    }

    private static TextTensor decode(BytesTensor bytes, Charset charset) {
        String[] texts = new String[Math.toIntExact(bytes.shape().elementCount())];
        for (int i = 0; i < texts.length; i++) {
            try {
                texts[i] = charset.newDecoder()
                        .decode(ByteBuffer.wrap(bytes.get(i)))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new PipelineException(
                        ErrorCode.INVALID_INPUT, "'bytes' element " + i + " is not " + charset.name() + " text", e);
            }
        }
        return new TextTensor(bytes.shape(), texts);
    }
}
