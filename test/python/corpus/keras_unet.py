"""A Keras U-Net of functions, and layers that are subclassed."""
from keras.layers import (
    Activation,
    BatchNormalization,
    Concatenate,
    Conv2D,
    Conv2DTranspose,
    Input,
    Layer,
    MaxPool2D,
    concatenate,
)
from keras.models import Model


def conv_block(x, num_filters):
    for _ in range(2):
        x = Conv2D(num_filters, 3, padding="same")(x)
        x = BatchNormalization()(x)
        x = Activation("relu")(x)
    return x


def encoder_block(x, num_filters):
    x = conv_block(x, num_filters)
    p = MaxPool2D((2, 2))(x)
    return x, p


def decoder_block(inputs, skip_features, num_filters):
    x = Conv2DTranspose(num_filters, (2, 2), strides=2, padding="same")(inputs)
    x = Concatenate()([x, skip_features])
    return conv_block(x, num_filters)


def build_unet(input_shape):
    inputs = Input(input_shape)
    skips = []
    x = inputs
    for filters in [16, 32]:
        s, x = encoder_block(x, filters)
        skips.append(s)
    x = conv_block(x, 64)
    for filters, skip in zip([32, 16], reversed(skips)):
        x = decoder_block(x, skip, filters)
    outputs = Conv2D(1, 1, padding="same", activation="sigmoid")(x)
    return Model(inputs, outputs, name="U-Net")


class UpBlock(Layer):
    def __init__(self, filters, size=3, **kwargs):
        super().__init__(**kwargs)
        self.filters = filters
        self.up = Conv2DTranspose(self.filters, kernel_size=size, strides=2, padding="valid", output_padding=None)
        self.norm = BatchNormalization()

    def call(self, inputs, skip=None, training=False):
        x = self.norm(self.up(inputs), training=training)
        if skip is not None:
            x = concatenate([x, skip], axis=-1)
        return x


model = build_unet((64, 48, 3))
z = Input(shape=(5, 5, 8))
y = UpBlock(4)(z)
