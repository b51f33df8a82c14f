from . import portal_training, public_training
