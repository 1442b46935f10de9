package dev.belay.app.command;

import dev.belay.model.checkpoint.TensorType;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the numbers of a checkpoint are stored, under the names that belay, safetensors and torch have for it. */
final class StoredType implements ITypeConverter<TensorType> {
    @Override
    public TensorType convert(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "fp32", "f32", "float32" -> TensorType.F32;
            case "fp16", "f16", "float16" -> TensorType.F16;
            case "bf16", "bfloat16" -> TensorType.BF16;
            default -> throw new TypeConversionException("expected fp32, bf16 or fp16 but was '" + value + "'");
        };
    }
}
