from . import community_training_enrol
