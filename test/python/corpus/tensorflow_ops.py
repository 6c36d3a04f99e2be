"""TensorFlow's function, with the output's shape as an argument."""
import tensorflow as tf

batch = 8


def deconv2d(input_, output_shape, k_h=5, k_w=5, d_h=2, d_w=2, name="deconv2d"):
    with tf.compat.v1.variable_scope(name):
        w = tf.compat.v1.get_variable("w", [k_h, k_w, output_shape[-1], input_.get_shape()[-1]])
        deconv = tf.nn.conv2d_transpose(input_, w, output_shape=output_shape, strides=[1, d_h, d_w, 1])
        return deconv


@tf.function
def decode(z, filters):
    h = tf.reshape(z, [batch, 7, 7, 64])
    return tf.nn.conv2d_transpose(h, filters, [batch, 14, 14, 32], strides=2, padding="SAME")


kernel = tf.random.normal([3, 3, 16, 32])
image = tf.nn.conv2d_transpose(tf.zeros([1, 10, 10, 32]), kernel, (1, 21, 21, 16), [1, 2, 2, 1], padding="VALID")
