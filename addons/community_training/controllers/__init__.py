from . import portal_training, public_exam, public_training
