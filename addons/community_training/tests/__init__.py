from . import test_access_matrix, test_exam, test_session, test_talent, test_training_portal
